"""The store on disk: parts, manifest, packing and mending, merging, verifying."""
