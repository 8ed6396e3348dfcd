"""Texts that are copies of one another: found among all captures, shown to editors, confirmed or dismissed by them.

A text's words, furniture left out, are cut into overlapping fours. MinHash makes of these a signature whose bands lie
in an index: a new capture costs one look-up, however many there are. What that brings is compared word for word.
"""
