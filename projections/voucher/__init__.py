"""记账凭证 on their way to the books: what is proposed, who did which step, what waits for whom."""
