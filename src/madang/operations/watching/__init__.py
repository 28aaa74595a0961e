"""What other programs are told of how the site does: errors and traces, with nobody in them."""
