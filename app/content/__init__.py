"""The portal's own texts, in Markdown beside this file, written for the association that runs it."""
