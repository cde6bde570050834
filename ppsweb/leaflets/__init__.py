"""Leaflets: writing, a second person's approval, publishing as page and PDF, giving them to parents."""
