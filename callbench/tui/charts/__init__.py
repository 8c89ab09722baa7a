"""Pictures of many blocks: when people answer, what came of the weeks, how promises were kept."""
