"""What the archive is compared with: Django REST framework as its tutorial has it, on the same rows."""
