"""The command line: read arguments, call the library, print. One file a command; `app` puts them together."""
