"""The union (工会): its registration, officers, policies and periods. Its stream is named by its union_id."""
