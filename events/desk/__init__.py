"""The citation desk: the worklist, resolving requests, claims, checking citations, pictures, looking again."""
