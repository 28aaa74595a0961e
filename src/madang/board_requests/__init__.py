"""게시판 신설 요청: members ask for a board, others support it, an operator opens it."""
