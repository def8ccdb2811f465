// Nothing: the precompiled header of all tests needs a target of its own.
