"""`python -m ecm_xl` is the same as the command `ecm-xl`."""

from ecm_xl.cli import main

if __name__ == "__main__":
    main()
