Console.Error.WriteLine("starting");
