"""What we keep: tables, migrations, history, and the only code that writes."""
