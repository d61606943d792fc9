"""Programs that write what is generated in this tree: ``python tasks.py docs`` runs them all."""
