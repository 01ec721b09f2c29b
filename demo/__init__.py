"""The demonstration: two neighbourhoods whose history is made by the real deeds, with the clock
moved.
"""
