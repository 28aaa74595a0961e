"""Web hooks: addresses that are told of what happens here, signed as Standard Webhooks has it."""
