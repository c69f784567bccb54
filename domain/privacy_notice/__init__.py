"""Privacy notices (个人信息处理告知书): what a union told its people about their data, version by version."""
