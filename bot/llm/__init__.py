"""The language model: asked with sources and read-only tools, checked sentence by sentence before anyone reads it.

What it says is a draft: only what a tool result or a cited passage bears out leaves this package.
"""
