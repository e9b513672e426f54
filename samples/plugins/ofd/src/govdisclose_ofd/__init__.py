"""OFD (GB/T 33190) for govdisclose-extract. The adapter is found by its entry point."""
