-- Starts the ECM program for a button in Excel on a Mac.
-- It lies in Excel's own script folder: ~/Library/Application Scripts/com.microsoft.Excel
-- Excel hands over three lines: the command, Excel's process id, the workbook's name (empty where none is open).
-- Which Python starts stands in the user's own settings only (an editor may have put a mark of three bytes before
-- them). Each value goes to the shell quoted, as an argument.
-- The program runs on after this script has come back: Excel answers it only then. So what has to be
-- said about how it ended is said here, in the same words as on Windows (EcmLauncher.bas). 1 and 2 are none of ours:
-- Python ends so by itself where it lacks the program or is too old for the words that start it.

property findPython : "
mark=$(printf '\\357\\273\\277')
python=$(LC_ALL=C sed -n \"1s/^$mark//; s/^[Pp]ython= *//p\" \"$HOME/Library/Application Support/ecm_xl/addin.ini\" | tr -d '\\r' | head -n 1)
case $python in /*) ;; *) exit 1 ;; esac
[ -x \"$python\" ] || exit 1
printf '%s' \"$python\"
"

property runPython : "
tell() {
  osascript -e \"display dialog \\\"$1\\\" with title \\\"ECM Standards\\\" buttons {\\\"OK\\\"} default button 1\"
}
python=$1 command=$2 pid=$3 book=$4
cd /
set -- -P -E -m ecm_xl.ribbon \"$command\" --pid \"$pid\"
[ -z \"$book\" ] || set -- \"$@\" --book \"$book\"
\"$python\" \"$@\"
case $? in
  0|11) ;;
  12) tell 'Finish typing in the cell (Enter or Esc), then choose the button again.' ;;
  *) tell 'The ECM program could not be started. To see why, run this in a command window: ecm-xl addin doctor' ;;
esac
"

on ecmStart(given)
	set theCommand to paragraph 1 of given
	set thePid to paragraph 2 of given
	set theBook to ""
	if (count of paragraphs of given) > 2 then set theBook to paragraph 3 of given
	try
		set thePython to do shell script "/bin/sh -c " & quoted form of findPython
		set theArguments to quoted form of thePython & " " & quoted form of theCommand & " " & quoted form of thePid & " " & quoted form of theBook
		do shell script "/bin/sh -c " & quoted form of runPython & " ecm_xl " & theArguments & " > /dev/null 2>&1 &"
		return "0"
	on error
		return "3"
	end try
end ecmStart
