"""Page clean-up, text lines and the readers. Imports none of our other folders."""
