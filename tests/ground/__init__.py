"""The test ground itself: that each of its checks finds the fault it is there to find."""
