# filled as the module grows
