"""The budget exercise: quoted budgets, and the assumptions under which they come out of the model."""
