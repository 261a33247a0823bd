"""For the press: make a file as a print shop asks for it, and check the finished bytes.

``make`` turns the pages of the screen into PDF/X; ``check`` reads any finished file and holds it against the
shop's rules. The second knows nothing of the first.
"""
