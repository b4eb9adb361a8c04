"""Products that can be judged: any that speaks the contract over HTTP, the reference service among them."""
