"""For whom a request works: municipality and actor, in one transaction."""
