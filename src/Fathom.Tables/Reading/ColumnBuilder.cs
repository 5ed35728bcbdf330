namespace Fathom.Tables.Reading;

/// <summary>
/// Collects the cells of one column and settles its kind as it goes: that of the first cell with a value, until a cell does not fit it;
/// then text. A column that turns out to be text after numbers were stored must be read again (<see cref="Stale"/>), since "007" cannot be
/// had back from 7.
/// </summary>
internal sealed class ColumnBuilder(string name, ColumnRules rules, bool textOnly)
{
    private readonly bool _mustBeTime = rules.Times.Contains(name);
    private readonly Chunks<double> _numbers = new();
    private readonly LevelBuilder _levels = new(rules.Missing);
    private TimeBuilder? _times;
    private TextCell? _firstText;
    private bool _compactDates = ColumnRules.LooksLikeTime(name);
    private bool _anyValue;
    private State _state = textOnly ? State.Text : State.Unknown;
    private int _missingFirst;

    private enum State { Unknown, Number, Truth, Time, Text, Stale }

    public string Name { get; } = name;

    /// <summary>Whether the column is text, but its first cells were stored as something else.</summary>
    public bool Stale => _state == State.Stale;

    /// <summary>Estimated bytes of the finished column.</summary>
    public long Bytes => _state switch
    {
        State.Text => (4L * _levels.Count) + _levels.TextBytes,
        State.Stale => 0,
        State.Time => 8L * (_times?.Count ?? 0),
        _ => 8L * (_numbers.Count + _missingFirst),
    };

    public void Add(ReadOnlySpan<byte> cell, long row, long line)
    {
        switch (_state)
        {
            case State.Number:
                if (NumberText.TryParse(cell, rules.DecimalSign, out double number)) AddNumber(cell, number);
                else if (rules.Missing.Contains(cell)) _numbers.Add(double.NaN);
                else Demote(cell, row, line);
                break;
            case State.Text:
                _levels.Add(cell);
                break;
            case State.Time:
                if (_times!.TryAdd(cell)) break;
                if (rules.Missing.Contains(cell)) _times.AddMissing();
                else Demote(cell, row, line);
                break;
            case State.Truth:
                if (TruthText.TryParse(cell, out double truth)) _numbers.Add(truth);
                else if (rules.Missing.Contains(cell)) _numbers.Add(double.NaN);
                else Demote(cell, row, line);
                break;
            case State.Unknown:
                if (rules.Missing.Contains(cell)) _missingFirst++;
                else Settle(cell, row, line);
                break;
            case State.Stale:
                break;
        }
    }

    public Column Build(TextCell? firstText = null) => _state switch
    {
        State.Text => _levels.Build(Name, _firstText ?? firstText),
        State.Time => new TimeColumn(Name, _times!.Build()),
        State.Number when _compactDates && _anyValue => new TimeColumn(Name, TimeBuilder.FromDigits(_numbers.Drain())),
        State.Unknown => new NumberColumn(Name, AllMissing(_missingFirst)),
        _ => new NumberColumn(Name, _numbers.Drain()),
    };

    /// <summary>The cell that made the column text; null where it is not text.</summary>
    public TextCell? FirstText => _firstText;

    private void Settle(ReadOnlySpan<byte> cell, long row, long line)
    {
        var times = new TimeBuilder(rules.TimeFormat, _mustBeTime);
        times.AddMissing(_missingFirst);
        if ((_mustBeTime || rules.TimeFormat is not null) && times.TryAdd(cell))
        {
            _times = times;
            _state = State.Time;
        }
        else if (_mustBeTime)
        {
            throw rules.NoTime(Name, rules.Cell(cell, row, line));
        }
        else if (TruthText.TryParse(cell, out double truth))
        {
            _numbers.AddMany(double.NaN, _missingFirst);
            _numbers.Add(truth);
            _state = State.Truth;
        }
        else if (NumberText.TryParse(cell, rules.DecimalSign, out double number))
        {
            _numbers.AddMany(double.NaN, _missingFirst);
            AddNumber(cell, number);
            _state = State.Number;
        }
        else if (times.TryAdd(cell))
        {
            _times = times;
            _state = State.Time;
        }
        else
        {
            _firstText = rules.Cell(cell, row, line);
            _levels.AddMissing(_missingFirst);
            _levels.Add(cell);
            _state = State.Text;
        }
    }

    private void AddNumber(ReadOnlySpan<byte> cell, double number)
    {
        _numbers.Add(number);
        if (!_compactDates) return;
        _anyValue = true;
        _compactDates = TimeBuilder.IsCompactDate(cell, number);
    }

    private void Demote(ReadOnlySpan<byte> cell, long row, long line)
    {
        _firstText = rules.Cell(cell, row, line);
        if (_mustBeTime) throw rules.NoTime(Name, _firstText);
        _state = State.Stale;
        _numbers.Drain();
        _times = null;
    }

    private static double[] AllMissing(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
