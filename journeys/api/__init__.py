"""The REST API of the journeys app: one door, the same verbs and rules as every other."""
