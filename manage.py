#!/usr/bin/env python3
"""Django's command line, with this checkout in front of anything installed."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from kit import faults

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        # The worker too ends here when its database goes; a line says more than a traceback.
        away = faults.reason(error)
        if away is None:
            raise
        sys.exit(f"Stopped: {away}.")
