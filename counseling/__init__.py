"""Career counselling: requests, appointments, the room, the worksheet."""
