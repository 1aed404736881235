"""The look: colours, type, icons and the one application style sheet."""
