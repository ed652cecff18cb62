Console.WriteLine("tinybert");
