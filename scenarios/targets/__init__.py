"""Products that can be judged: any that speaks the contract over HTTP, and the reference service, which is one of them."""
