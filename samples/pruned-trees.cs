#:project ../src/Fathom.Trees/Fathom.Trees.csproj
#:project ../src/Fathom.Tables/Fathom.Tables.csproj

// How deep a tree may grow before it remembers instead of learning: SPY's range of the next day, high against low, by depth and by the price of a leaf. Data ships with Fathom.
using Fathom.Tables;
using Fathom.Trees;

Bars spy = Datasets.Spy();
double[] range = [.. Enumerable.Range(0, spy.Count).Select(i => Math.Log(spy.High[i] / spy.Low[i]))];
const int Month = 22;
int[] days = [.. Enumerable.Range(Month, spy.Count - Month - 1)];
Features Inputs(int[] rows) => Features.FromColumns(
    FeatureColumn.Numbers(Column(rows, i => range[i]), "today"),
    FeatureColumn.Numbers(Column(rows, i => range[(i - 4)..(i + 1)].Average()), "week"),
    FeatureColumn.Numbers(Column(rows, i => range[(i - Month + 1)..(i + 1)].Average()), "month"),
    FeatureColumn.Numbers(Column(rows, i => Math.Log(spy.Close[i] / spy.Close[i - 1])), "return"));
double[] Column(int[] rows, Func<int, double> of) => [.. rows.Select(of)];

// Three spans in order: to learn from, to choose by, to report on. A day lies between them, since a label is the day after its row.
int[] learn = days[..(days.Length / 2)], choose = days[(days.Length / 2 + 1)..(days.Length * 3 / 4)], report = days[(days.Length * 3 / 4 + 1)..];
double[] Target(int[] rows) => Column(rows, i => range[i + 1]);
double Error(Func<Features, float[]> predict, int[] rows) => 100 * Target(rows).Zip(predict(Inputs(rows))).Average(pair => Math.Abs(pair.First - pair.Second));

Console.WriteLine($"{"depth",8}{"leaves",8}{"learnt %",10}{"chosen %",10}");
foreach (int depth in (int[])[1, 2, 3, 4, 6, 8, 12, 20])
{
    var tree = new DecisionTreeRegressor { MaxDepth = depth };
    tree.Fit(Inputs(learn), Target(learn));
    Console.WriteLine($"{depth,8}{tree.Tree.LeafCount,8}{Error(tree.Predict, learn),10:F4}{Error(tree.Predict, choose),10:F4}");
}

var full = new DecisionTreeRegressor();
full.Fit(Inputs(learn), Target(learn));
double[] prices = [.. full.Tree.CostComplexityPath().Where(step => step.Leaves is > 1 and <= 12).Select(step => step.Alpha).Distinct()];
DecisionTreeRegressor best = prices.Select(alpha =>
{
    var pruned = new DecisionTreeRegressor { CcpAlpha = alpha };
    pruned.Fit(Inputs(learn), Target(learn));
    return pruned;
}).MinBy(tree => Error(tree.Predict, choose))!;
float mean = (float)Target(learn).Average();
double month = 100 * report.Average(i => Math.Abs(range[i + 1] - range[(i - Month + 1)..(i + 1)].Average()));

Console.WriteLine($"\npruned to {best.Tree.LeafCount} leaves; mean absolute error on the last quarter, % of the price:");
Console.WriteLine($"  pruned tree {Error(best.Predict, report):F4}, full tree {Error(full.Predict, report):F4}, training mean {Error(rows => [.. Enumerable.Repeat(mean, rows.RowCount)], report):F4}, last month's mean {month:F4}");
Console.WriteLine(best.ToText(decimals: 4));
