"""The databases that claims can live in: one module each, behind one Protocol."""
