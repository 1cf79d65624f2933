"""What each publication altered on an article: counted when it is published, told in sentences."""
