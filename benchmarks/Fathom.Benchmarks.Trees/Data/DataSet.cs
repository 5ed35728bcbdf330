using System.Globalization;

namespace Fathom.Benchmarks.Trees;

/// <summary>Rows to train on and rows held out.</summary>
internal sealed record DataSet(string Name, Rows Train, Rows Test, int Columns, int[] CategoricalColumns, bool IsClassification)
{
    internal string[] LevelsOf(int column)
    {
        float highest = Math.Max(Highest(Train), Highest(Test));
        return [.. Enumerable.Range(0, (int)highest + 1).Select(level => level.ToString(CultureInfo.InvariantCulture))];

        float Highest(Rows rows)
        {
            float greatest = 0;
            for (int at = column; at < rows.Values.Length; at += Columns)
                greatest = rows.Values[at] > greatest ? rows.Values[at] : greatest;
            return greatest;
        }
    }
}
