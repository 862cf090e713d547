"""Theme in millimetres and touch controls; nothing here knows what an errand is."""
