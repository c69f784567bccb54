"""A subsidy (补助) from above, from the government or from the employer, in the fund of its purpose."""
