"""What is done about members of staff: signing in and out, admitting, letting go, deputising."""
