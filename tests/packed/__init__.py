"""What is packed, as far as it can be judged without packing: installer/*.sh try the rest."""
