using System.CommandLine;
using System.Globalization;
using Fathom.Cli.Errors;
using Fathom.Tables;

namespace Fathom.Cli.Forecasts;

/// <summary>Gives the words of the command line their meaning, or says what is wrong with them.</summary>
/// <param name="parsed">The command line.</param>
internal sealed class OptionValues(ParseResult parsed)
{
    /// <summary>A word; null where the option is not given.</summary>
    public string? Text(Option<string?> option)
    {
        string? text = parsed.GetValue(option);
        return text is null || !string.IsNullOrWhiteSpace(text) ? text
            : throw Wrong($"{option.Name} is empty.", option, "Give it a value or leave it out.");
    }

    /// <summary>A whole number; null where the option is not given.</summary>
    public int? Number(Option<string?> option, int least)
    {
        if (Text(option) is not string text) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw Wrong($"'{text}' is not a number for {option.Name}.", option, $"Give a whole number, {least} or more.");
    }

    /// <summary>Words between commas, none twice; null where the option is not given.</summary>
    public IReadOnlyList<string>? List(Option<string?> option)
    {
        if (Text(option) is not string text) return null;
        string[] words = text.Split(',', StringSplitOptions.TrimEntries);
        if (words.Contains("")) throw Wrong($"{option.Name} has an empty name in '{text}'.", option, "Separate the names with single commas.");
        string? twice = words.GroupBy(word => word, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? words : throw Wrong($"{option.Name} names '{twice}' twice.", option, "Name each one once.");
    }

    /// <summary>Names out of a list, in any case; null where the option is not given.</summary>
    public IReadOnlyList<string>? Names(Option<string?> option, IReadOnlyList<string> known, string plural) =>
        List(option)?.Select(word => known.FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong($"'{word}' is none of the {plural}.", option, NearNames.Suggest(word, [.. known], plural))).ToArray();

    /// <summary>Whole numbers between commas; null where the option is not given.</summary>
    public IReadOnlyList<int>? Numbers(Option<string?> option) =>
        List(option)?.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw Wrong($"'{word}' is not a number for {option.Name}.", option, "Give whole numbers between commas, such as 1,2,3.")).ToArray();

    /// <summary>The name of a device that is here; "auto" where the option is not given.</summary>
    public string Device(Option<string?> option)
    {
        if (Text(option) is not string name) return "auto";
        try
        {
            Devices.Find(name);
            return name;
        }
        catch (ArgumentException failure)
        {
            throw Wrong($"There is no device '{name}' for {option.Name}.", option, failure.Message.Split(" (Parameter", 2)[0]);
        }
    }

    /// <summary>Complains about an option that has no meaning for the data inside the tool.</summary>
    public void OnlyWithFile(Option<string?> option)
    {
        if (parsed.GetValue(option) is not null)
            throw Wrong($"{option.Name} needs a file.", option, $"Name one: fathom forecast prices.csv {option.Name} {parsed.GetValue(option)}.");
    }

    /// <summary>Complains about an option whose ground another option has taken away.</summary>
    public void NotWithout(Option<string?> option, string ground)
    {
        if (parsed.GetValue(option) is not null) throw Wrong($"{option.Name} makes no sense without {ground}.", option, "Leave one of the two out.");
    }

    private static ComplaintException Wrong(string what, Option option, string mend) => new(ExitCode.Usage, what, $"option {option.Name}", mend);
}
