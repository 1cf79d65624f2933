"""From a draft to a proposal: kept, sent, held, withdrawn, revised, carried on, each form once."""
