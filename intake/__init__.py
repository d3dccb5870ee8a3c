"""Sources of mail and files, MIME, gateway shapes, unpacking to pages. Imports none of our other folders."""
