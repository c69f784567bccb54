"""An engagement (审计项目): who audits which books, who may read them until when, what was drawn and reported."""
