//! Sans-IO sync core and the engine that runs it.
