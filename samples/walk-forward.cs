#:project ../src/Fathom.Validation/Fathom.Validation.csproj

// Walk-forward both ways: by counts, rolling and expanding, and by the calendar, refitted on the third Friday of every third month.
using Fathom.Validation;

DateTime[] days = [.. Enumerable.Range(0, 1461).Select(i => new DateTime(2020, 1, 1).AddDays(i)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
LabelSpans spans = LabelSpan.FromTimes(days, [.. days.Select(d => d.AddDays(7))]);

(string Name, ISplitter Rule)[] rules =
[
    ("rolling, 500 labels, tested 100 at a time", new WalkForward(trainSize: 500, testSize: 100)),
    ("expanding", new WalkForward(trainSize: 500, testSize: 100) { Window = Window.Expanding }),
    ("two years, refitted every third month on the third Friday", new CalendarWalkForward(TimeSpan.FromDays(730), CalendarRule.WeekdayOfMonth(3, DayOfWeek.Friday, months: 3))),
];
foreach ((string name, ISplitter rule) in rules)
{
    Console.WriteLine(name);
    Console.WriteLine(FoldDiagram.ToText(spans, rule, width: 100));
    foreach (Split split in rule.Split(spans))
        Console.WriteLine($"  {days[split.Train[0]]:yyyy-MM-dd} … {days[split.Train[^1]]:yyyy-MM-dd} -> {days[split.Test[0]]:yyyy-MM-dd} … {days[split.Test[^1]]:yyyy-MM-dd}   {split}");
    Console.WriteLine();
}
