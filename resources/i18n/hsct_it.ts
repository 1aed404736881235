<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>New file…</source>
        <translation>Nuovo file…</translation>
    </message>
    <message>
        <source>create database unit</source>
        <translation>creare database centro</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Apri file…</translation>
    </message>
    <message>
        <source>database unit</source>
        <translation>database centro</translation>
    </message>
    <message>
        <source>Print day list</source>
        <translation>Stampa la lista del giorno</translation>
    </message>
    <message>
        <source>PDF Today</source>
        <translation>PDF oggi</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>exit close</source>
        <translation>uscire chiudere</translation>
    </message>
    <message>
        <source>Find patient or action</source>
        <translation>Cerca paziente o azione</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>register</source>
        <translation>registrare</translation>
    </message>
    <message>
        <source>Open patient</source>
        <translation>Apri paziente</translation>
    </message>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>adverse event CTCAE grade</source>
        <translation>evento avverso CTCAE grado</translation>
    </message>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>medication drug</source>
        <translation>farmaco medicinale</translation>
    </message>
    <message>
        <source>Log contact</source>
        <translation>Registra contatto</translation>
    </message>
    <message>
        <source>call letter telephone</source>
        <translation>chiamata lettera telefono</translation>
    </message>
    <message>
        <source>Stop therapy</source>
        <translation>Sospendi terapia</translation>
    </message>
    <message>
        <source>end drug</source>
        <translation>fine farmaco</translation>
    </message>
    <message>
        <source>Book or move visit</source>
        <translation>Prenota o sposta visita</translation>
    </message>
    <message>
        <source>reschedule appointment</source>
        <translation>riprogrammare appuntamento</translation>
    </message>
    <message>
        <source>Visit missed</source>
        <translation>Visita mancata</translation>
    </message>
    <message>
        <source>absent did not come</source>
        <translation>assente non presentato</translation>
    </message>
    <message>
        <source>Change of state</source>
        <translation>Cambio di stato</translation>
    </message>
    <message>
        <source>discharge died transferred lost</source>
        <translation>dimesso deceduto trasferito perso</translation>
    </message>
    <message>
        <source>Print summary</source>
        <translation>Stampa riepilogo</translation>
    </message>
    <message>
        <source>PDF patient</source>
        <translation>PDF paziente</translation>
    </message>
    <message>
        <source>Edit patient and transplant</source>
        <translation>Modifica paziente e trapianto</translation>
    </message>
    <message>
        <source>Day 0 data change</source>
        <translation>giorno 0 dati modificare</translation>
    </message>
    <message>
        <source>Undo last entry</source>
        <translation>Annulla l’ultima registrazione</translation>
    </message>
    <message>
        <source>take back</source>
        <translation>ritirare</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>lists late due</source>
        <translation>liste ritardo scadenza</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>all list</source>
        <translation>tutti elenco</translation>
    </message>
    <message>
        <source>Protocols</source>
        <translation>Protocolli</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>calendario</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>staff unit folder</source>
        <translation>personale centro cartella</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>file new open</source>
        <translation>file nuovo aprire</translation>
    </message>
    <message>
        <source>Who is working…</source>
        <translation>Chi lavora…</translation>
    </message>
    <message>
        <source>staff author</source>
        <translation>personale autore</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>Colori del sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Chiaro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Scuro</translation>
    </message>
    <message>
        <source>colours theme</source>
        <translation>colori tema</translation>
    </message>
    <message>
        <source>language</source>
        <translation>lingua</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasti</translation>
    </message>
    <message>
        <source>shortcuts</source>
        <translation>scorciatoie</translation>
    </message>
    <message>
        <source>About and intended use</source>
        <translation>Informazioni e destinazione d’uso</translation>
    </message>
    <message>
        <source>version</source>
        <translation>versione</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licenze</translation>
    </message>
    <message>
        <source>open source fonts</source>
        <translation>open source caratteri</translation>
    </message>
</context>
<context>
    <name>AdverseEventSheet</name>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>Revise toxicity</source>
        <translation>Modifica tossicità</translation>
    </message>
    <message>
        <source>new episode</source>
        <translation>nuovo episodio</translation>
    </message>
    <message>
        <source>CTCAE v{}</source>
        <translation>CTCAE v{}</translation>
    </message>
    <message>
        <source>Term, CTCAE v{}</source>
        <translation>Termine, CTCAE v{}</translation>
    </message>
    <message>
        <source>Specify</source>
        <translation>Specificare</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Grado</translation>
    </message>
    <message>
        <source>Onset</source>
        <translation>Insorgenza</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>Attribuzione</translation>
    </message>
    <message>
        <source>Serious</source>
        <translation>Seria</translation>
    </message>
    <message>
        <source>Seriousness criterion</source>
        <translation>Criterio di serietà</translation>
    </message>
    <message>
        <source>Action taken</source>
        <translation>Provvedimento</translation>
    </message>
    <message>
        <source>Grade 5 is death</source>
        <translation>Il grado 5 è il decesso</translation>
    </message>
    <message>
        <source>Saving records the death on the day of grade 5 and takes the patient off every list.</source>
        <translation>Salvando si registra il decesso nel giorno del grado 5 e il paziente esce da tutti gli elenchi.</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>in corso</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sì</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
    <message>
        <source>1 term of {}</source>
        <translation>1 termine su {}</translation>
    </message>
    <message>
        <source>{0} terms of {1}</source>
        <translation>{0} termini su {1}</translation>
    </message>
    <message>
        <source>Closes follow-up; asks for date and cause</source>
        <translation>Chiude il follow-up; chiede data e causa</translation>
    </message>
    <message>
        <source>grade {} does not exist for this term</source>
        <translation>il grado {} non esiste per questo termine</translation>
    </message>
    <message>
        <source>grades {0} and {1} do not exist for this term</source>
        <translation>i gradi {0} e {1} non esistono per questo termine</translation>
    </message>
</context>
<context>
    <name>AssessmentRow</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>where, when</source>
        <translation>dove, quando</translation>
    </message>
    <message>
        <source>which reason</source>
        <translation>quale motivo</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Luogo</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
</context>
<context>
    <name>AssessmentRows</name>
    <message>
        <source>All done</source>
        <translation>Tutto eseguito</translation>
    </message>
    <message>
        <source>Assessments</source>
        <translation>Valutazioni</translation>
    </message>
    <message>
        <source>{} done</source>
        <translation>{} eseguite</translation>
    </message>
    <message>
        <source>{} elsewhere</source>
        <translation>{} altrove</translation>
    </message>
    <message>
        <source>{} not done</source>
        <translation>{} non eseguite</translation>
    </message>
    <message>
        <source>{} open</source>
        <translation>{} da compilare</translation>
    </message>
</context>
<context>
    <name>BannerLines</name>
    <message>
        <source>Find</source>
        <translation>Cerca</translation>
    </message>
    <message>
        <source>({} y)</source>
        <translation>({} anni)</translation>
    </message>
    <message>
        <source>same name: {code}, born {date}</source>
        <translation>omonimia: {code}, data di nascita {date}</translation>
    </message>
    <message>
        <source>Day 0 planned {}</source>
        <translation>Giorno 0 previsto {}</translation>
    </message>
    <message>
        <source>Day 0 {}</source>
        <translation>Giorno 0 {}</translation>
    </message>
    <message>
        <source>no Day 0 yet</source>
        <translation>Giorno 0 non ancora inserito</translation>
    </message>
    <message>
        <source>Interpreter: {}</source>
        <translation>Interprete: {}</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interprete</translation>
    </message>
    <message>
        <source>Allergy · {}</source>
        <translation>Allergia · {}</translation>
    </message>
    <message>
        <source>No known allergies</source>
        <translation>Nessuna allergia nota</translation>
    </message>
    <message>
        <source>Allergies not recorded</source>
        <translation>Allergie non registrate</translation>
    </message>
</context>
<context>
    <name>BookingForm</name>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>10:30</source>
        <translation>10:30</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Ora</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>BookingSheet</name>
    <message>
        <source>Visit missed</source>
        <translation>Visita mancata</translation>
    </message>
    <message>
        <source>Cancel visit</source>
        <translation>Disdici visita</translation>
    </message>
    <message>
        <source>Move visit</source>
        <translation>Sposta visita</translation>
    </message>
    <message>
        <source>Book visit</source>
        <translation>Prenota visita</translation>
    </message>
    <message>
        <source>Outside the window {}; give a reason.</source>
        <translation>Fuori dalla finestra {}; indicare il motivo.</translation>
    </message>
</context>
<context>
    <name>ContactForm</name>
    <message>
        <source>With whom</source>
        <translation>Con chi</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Come</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>fri, +3, 12/3</source>
        <translation>ven, +3, 12/3</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Riprovare il</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>ContactSheet</name>
    <message>
        <source>Log contact</source>
        <translation>Registra contatto</translation>
    </message>
    <message>
        <source>Take back a contact</source>
        <translation>Annulla un contatto</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>Choose in a calendar</source>
        <translation>Scegliere dal calendario</translation>
    </message>
    <message>
        <source>Choose in a calendar (F4)</source>
        <translation>Scegliere dal calendario (F4)</translation>
    </message>
</context>
<context>
    <name>ErrorStrip</name>
    <message>
        <source>Close the message</source>
        <translation>Chiudi il messaggio</translation>
    </message>
</context>
<context>
    <name>GradeBadge</name>
    <message>
        <source>Grade {}</source>
        <translation>Grado {}</translation>
    </message>
</context>
<context>
    <name>GradeCourse</name>
    <message>
        <source>Add a change of grade</source>
        <translation>Aggiungi un cambio di grado</translation>
    </message>
</context>
<context>
    <name>GradeStepRow</name>
    <message>
        <source>Then grade</source>
        <translation>Poi grado</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dal</translation>
    </message>
    <message>
        <source>Remove this change</source>
        <translation>Togli questo cambio</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Two patients with one name: how they are told apart</source>
        <translation>Due pazienti omonimi: come distinguerli</translation>
    </message>
    <message>
        <source>A mark with two bars stands after the name wherever two patients share it. Every list and every title also shows the birth date and the code. Compare both before you record anything.</source>
        <translation>Un segno con due barre segue il nome quando due pazienti sono omonimi. Ogni lista e ogni titolo mostrano anche la data di nascita e il codice. Confrontare entrambi prima di registrare.</translation>
    </message>
    <message>
        <source>Dates: what you may type</source>
        <translation>Date: che cosa si può scrivere</translation>
    </message>
    <message>
        <source>t is today, +3 in three days, -1w a week ago, fri the next Friday, d+100 the hundredth day after infusion, 12/3 the twelfth of March nearest to today. What was understood stands below the field.</source>
        <translation>o è oggi, +3 fra tre giorni, -1w una settimana fa, ven il prossimo venerdì, g+100 il centesimo giorno dopo l’infusione, 12/3 il dodici marzo più vicino a oggi. Sotto il campo sta scritto che cosa è stato capito.</translation>
    </message>
    <message>
        <source>When a visit is late</source>
        <translation>Quando una visita è in ritardo</translation>
    </message>
    <message>
        <source>A visit is late when its window has closed or its booked day has passed without a record. It stays under Late until it is recorded, booked anew, or marked as missed or cancelled.</source>
        <translation>Una visita è in ritardo quando la sua finestra è chiusa o il giorno prenotato è passato senza registrazione. Resta in «In ritardo» finché non viene registrata, prenotata di nuovo, segnata come mancata o disdetta.</translation>
    </message>
    <message>
        <source>Taking back an entry</source>
        <translation>Annullare una registrazione</translation>
    </message>
    <message>
        <source>Ctrl+Z takes back your last entry by a counter-entry; nothing is deleted. Inside a changed field Ctrl+Z takes back the typing.</source>
        <translation>Ctrl+Z annulla la propria ultima registrazione con una registrazione contraria; nulla viene cancellato. In un campo modificato Ctrl+Z annulla ciò che si è scritto.</translation>
    </message>
    <message>
        <source>Who leaves the lists</source>
        <translation>Chi esce dalle liste</translation>
    </message>
    <message>
        <source>Patients who died, were transferred, withdrew or were lost leave every list at once. All of them stay in Patients. Every followed patient without a coming visit is under No next visit.</source>
        <translation>I pazienti deceduti, trasferiti, ritirati o persi al follow-up escono subito da ogni lista. Restano tutti in Pazienti. Ogni paziente seguito senza una visita futura sta in «Senza prossima visita».</translation>
    </message>
    <message>
        <source>HSCT Desktop {}</source>
        <translation>HSCT Desktop {}</translation>
    </message>
    <message>
        <source>For scheduling, recording and printing after a haematopoietic stem cell transplant.

The program shows rules and proposes; a person decides. It gives no dose advice and makes no diagnosis. Protocols and regimens are reference defaults that the unit must check and adapt.</source>
        <translation>Per programmare, registrare e stampare dopo un trapianto di cellule staminali emopoietiche.

Il programma mostra regole e propone; decide una persona. Non dà indicazioni di dose e non fa diagnosi. Protocolli e regimi sono valori di riferimento che il centro deve verificare e adattare.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licenze</translation>
    </message>
    <message>
        <source>HSCT Desktop: Apache License 2.0.
Qt and PySide6: GNU Lesser General Public License 3.
SQLAlchemy, Alembic, pydantic, PyYAML, platformdirs: MIT. ReportLab: BSD.
CTCAE v5.0: National Cancer Institute, public domain; the short wording is our own.
DejaVu fonts:</source>
        <translation>HSCT Desktop: Apache License 2.0.
Qt e PySide6: GNU Lesser General Public License 3.
SQLAlchemy, Alembic, pydantic, PyYAML, platformdirs: MIT. ReportLab: BSD.
CTCAE v5.0: National Cancer Institute, pubblico dominio; le formulazioni brevi sono nostre.
Caratteri DejaVu:</translation>
    </message>
</context>
<context>
    <name>HelpDesk</name>
    <message>
        <source>Keys</source>
        <translation>Tasti</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
</context>
<context>
    <name>HintLine</name>
    <message>
        <source>Enter opens the patient</source>
        <translation>Invio apre il paziente</translation>
    </message>
    <message>
        <source>R records the visit</source>
        <translation>R registra la visita</translation>
    </message>
    <message>
        <source>C contact</source>
        <translation>C contatto</translation>
    </message>
    <message>
        <source>S stop</source>
        <translation>S sospende</translation>
    </message>
    <message>
        <source>B book</source>
        <translation>B prenota</translation>
    </message>
    <message>
        <source>X missed</source>
        <translation>X mancata</translation>
    </message>
    <message>
        <source>→ moves between lists</source>
        <translation>→ cambia lista</translation>
    </message>
    <message>
        <source>Window open</source>
        <translation>Finestra aperta</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Data prevista</translation>
    </message>
</context>
<context>
    <name>InterruptionRow</name>
    <message>
        <source>Interrupted from</source>
        <translation>Interrotta dal</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Fino al</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>still</source>
        <translation>tuttora</translation>
    </message>
    <message>
        <source>Remove this interruption</source>
        <translation>Togli questa interruzione</translation>
    </message>
</context>
<context>
    <name>InterruptionRows</name>
    <message>
        <source>Add an interruption</source>
        <translation>Aggiungi un’interruzione</translation>
    </message>
</context>
<context>
    <name>ListChips</name>
    <message>
        <source>{} more</source>
        <translation>altre {}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Undo</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Something went wrong that should not. What you entered last may not be saved. Report: {}</source>
        <translation>Si è verificato un errore imprevisto. Gli ultimi dati inseriti potrebbero non essere salvati. Rapporto: {}</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Non c’è nulla da annullare.</translation>
    </message>
    <message>
        <source>HSCT Desktop files (*{suffix});;All files (*)</source>
        <translation>File di HSCT Desktop (*{suffix});;Tutti i file (*)</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Apri file</translation>
    </message>
</context>
<context>
    <name>NewFileDialog</name>
    <message>
        <source>Create</source>
        <translation>Crea</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>New file</source>
        <translation>Nuovo file</translation>
    </message>
    <message>
        <source>HSCT Desktop files (*{})</source>
        <translation>File di HSCT Desktop (*{})</translation>
    </message>
    <message>
        <source>Say where the file shall lie.</source>
        <translation>Indicare dove salvare il file.</translation>
    </message>
    <message>
        <source>No file can lie at this place: choose a folder and a name.</source>
        <translation>In questa posizione non può stare un file: scegliere una cartella e un nome.</translation>
    </message>
    <message>
        <source>Write the name of the unit: it stands on every print.</source>
        <translation>Scrivere il nome del centro: compare su ogni stampa.</translation>
    </message>
    <message>
        <source>Write your name: it stands at every entry you make.</source>
        <translation>Scrivere il proprio nome: compare in ogni registrazione.</translation>
    </message>
    <message>
        <source>A file holds the records of one unit. Keep it on this computer: a network drive can damage it.</source>
        <translation>Un file contiene i dati di un centro. Va tenuto su questo computer: un disco di rete può danneggiarlo.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Scegli…</translation>
    </message>
    <message>
        <source>Name of the &amp;unit</source>
        <translation>Nome del &amp;centro</translation>
    </message>
    <message>
        <source>&amp;Your name</source>
        <translation>&amp;Il proprio nome</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>Ru&amp;olo</translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message>
        <source>{} more</source>
        <translation>altre {}</translation>
    </message>
    <message>
        <source>Next visit</source>
        <translation>Prossima visita</translation>
    </message>
    <message>
        <source>No visit lies ahead.</source>
        <translation>Nessuna visita in programma.</translation>
    </message>
    <message>
        <source>Follow-up ended, {}</source>
        <translation>Follow-up terminato, {}</translation>
    </message>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>altrove</translation>
    </message>
    <message>
        <source>not booked</source>
        <translation>non prenotata</translation>
    </message>
    <message>
        <source>today</source>
        <translation>oggi</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <comment>toxicities</comment>
        <translation>
            <numerusform>%n aperta</numerusform>
            <numerusform>%n aperte</numerusform>
        </translation>
    </message>
    <message>
        <source>{} in all</source>
        <translation>{} in tutto</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Toxicity on {}</source>
        <translation>Tossicità al {}</translation>
    </message>
    <message>
        <source>No toxicity has been recorded.</source>
        <translation>Nessuna tossicità registrata.</translation>
    </message>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>None is open.</source>
        <translation>Nessuna aperta.</translation>
    </message>
    <message>
        <source>Worst so far</source>
        <translation>Peggiori finora</translation>
    </message>
    <message>
        <source>since {}</source>
        <translation>dal {}</translation>
    </message>
    <message>
        <source>, peak {}</source>
        <translation>, picco {}</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} – {1}</translation>
    </message>
    <message>
        <source>{} running</source>
        <translation>{} in corso</translation>
    </message>
    <message>
        <source>Current therapy</source>
        <translation>Terapia in corso</translation>
    </message>
    <message>
        <source>Therapy when last recorded, {}</source>
        <translation>Terapia all’ultima registrazione, {}</translation>
    </message>
    <message>
        <source>No therapy is running or planned.</source>
        <translation>Nessuna terapia in corso o prevista.</translation>
    </message>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>Planned stop</source>
        <translation>Sospensione prevista</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regola</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>interrotta</translation>
    </message>
    <message>
        <source>The planned stop has come</source>
        <translation>La sospensione prevista è arrivata</translation>
    </message>
    <message>
        <source>Last contacts</source>
        <translation>Ultimi contatti</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>No contact has been logged.</source>
        <translation>Nessun contatto registrato.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find patient, action or help</source>
        <translation>Cerca paziente, azione o aiuto</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Risultati</translation>
    </message>
    <message>
        <source>any order of words, accents do not matter</source>
        <translation>in qualsiasi ordine, gli accenti non contano</translation>
    </message>
    <message>
        <source>opened last</source>
        <translation>aperti per ultimi</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>the first four act on the patient chosen above</source>
        <translation>le prime quattro riguardano il paziente scelto sopra</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Azioni</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aiuto</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n paziente</numerusform>
            <numerusform>%n pazienti</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n action(s)</source>
        <translation>
            <numerusform>%n azione</numerusform>
            <numerusform>%n azioni</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n help</source>
        <translation>
            <numerusform>%n voce di aiuto</numerusform>
            <numerusform>%n voci di aiuto</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>nessun risultato</translation>
    </message>
    <message>
        <source>({} y)</source>
        <translation>({} a)</translation>
    </message>
</context>
<context>
    <name>PastEntries</name>
    <message>
        <source>Recorded before</source>
        <translation>Registrati in precedenza</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
</context>
<context>
    <name>PatientForm</name>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>Cognome</translation>
    </message>
    <message>
        <source>Given name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>12/3/1984, with all four digits of the year</source>
        <translation>12/3/1984, con le quattro cifre dell’anno</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Data di nascita</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sesso</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Form of the disease</source>
        <translation>Forma della malattia</translation>
    </message>
    <message>
        <source>Indication</source>
        <translation>Indicazione</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefono</translation>
    </message>
    <message>
        <source>Carer</source>
        <translation>Caregiver</translation>
    </message>
    <message>
        <source>Carer&apos;s telephone</source>
        <translation>Telefono del caregiver</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Indirizzo</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Interpreter needed</source>
        <translation>Serve l’interprete</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>Allergie</translation>
    </message>
    <message>
        <source>Which, separated by ;</source>
        <translation>Quali, separate da ;</translation>
    </message>
    <message>
        <source>Consent to keeping this record</source>
        <translation>Consenso alla tenuta di questa cartella</translation>
    </message>
    <message>
        <source>Consent to the registry</source>
        <translation>Consenso al registro</translation>
    </message>
    <message>
        <source>Referring neurologist</source>
        <translation>Neurologo inviante</translation>
    </message>
    <message>
        <source>GP</source>
        <translation>Medico curante</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>PatientPage</name>
    <message>
        <source>Overview</source>
        <translation>Panoramica</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Therapy</source>
        <translation>Terapia</translation>
    </message>
    <message>
        <source>Parts of the record</source>
        <translation>Parti della cartella</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contatto</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Edit patient and transplant</source>
        <translation>Modifica paziente e trapianto</translation>
    </message>
    <message>
        <source>This is {name}, born {born}, {code}. Another patient has the same name: {others}</source>
        <translation>Questo paziente è {name}, data di nascita {born}, {code}. C’è un caso di omonimia: {others}</translation>
    </message>
</context>
<context>
    <name>PatientStep</name>
    <message>
        <source>This is another person</source>
        <translation>È un’altra persona</translation>
    </message>
    <message>
        <source>Open that patient</source>
        <translation>Apri quel paziente</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Aggiungi…</translation>
    </message>
    <message>
        <source>letters of the name</source>
        <translation>lettere del nome</translation>
    </message>
    <message>
        <source>A patient with this name and birth date is already registered</source>
        <translation>Un paziente con questo nome e data di nascita è già registrato</translation>
    </message>
</context>
<context>
    <name>PatientsPage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Next visit</source>
        <translation>Prossima visita</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>Filter by name, code or birth date</source>
        <translation>Filtra per nome, codice o data di nascita</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>the first {}; type to narrow</source>
        <translation>i primi {}; scrivere per restringere</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n paziente</numerusform>
            <numerusform>%n pazienti</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is found by that.</source>
        <translation>Nessun paziente corrisponde.</translation>
    </message>
    <message>
        <source>Show all patients</source>
        <translation>Mostra tutti i pazienti</translation>
    </message>
    <message>
        <source>There is no patient in this file yet.</source>
        <translation>In questo file non c’è ancora alcun paziente.</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
</context>
<context>
    <name>PracticeTag</name>
    <message>
        <source>PRACTICE</source>
        <translation>ESERCITAZIONE</translation>
    </message>
    <message>
        <source>Practice file: invented patients</source>
        <translation>File di esercitazione: pazienti inventati</translation>
    </message>
</context>
<context>
    <name>Printer</name>
    <message>
        <source>The folder for prints cannot be made: {}</source>
        <translation>Impossibile creare la cartella delle stampe: {}</translation>
    </message>
    <message>
        <source>Printed to {}</source>
        <translation>Stampato in {}</translation>
    </message>
    <message>
        <source>No program for PDF files was found. The file is {}</source>
        <translation>Nessun programma per i PDF trovato. Il file è {}</translation>
    </message>
</context>
<context>
    <name>ProfessionalCard</name>
    <message>
        <source>New neurologist</source>
        <translation>Nuovo neurologo</translation>
    </message>
    <message>
        <source>New GP</source>
        <translation>Nuovo medico curante</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Aggiungi</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Non aggiungere</translation>
    </message>
    <message>
        <source>A new neurologist or GP is saved at once.</source>
        <translation>Un nuovo neurologo o medico curante viene salvato subito.</translation>
    </message>
</context>
<context>
    <name>ProfessionalForm</name>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Language of letters</source>
        <translation>Lingua delle lettere</translation>
    </message>
    <message>
        <source>Institution</source>
        <translation>Ente</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefono</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Indirizzo</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
</context>
<context>
    <name>ProtocolsPage</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Counted from</source>
        <translation>A partire da</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Dopo</translation>
    </message>
    <message>
        <source>Window in days</source>
        <translation>Finestra in giorni</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Ripetizione</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Luogo</translation>
    </message>
    <message>
        <source>Assessments</source>
        <translation>Valutazioni</translation>
    </message>
    <message>
        <source>Visits of the protocol</source>
        <translation>Visite del protocollo</translation>
    </message>
    <message>
        <source>Protocols</source>
        <translation>Protocolli</translation>
    </message>
    <message>
        <source>{id}, version {version}</source>
        <translation>{id}, versione {version}</translation>
    </message>
    <message>
        <source>Source: {}</source>
        <translation>Fonte: {}</translation>
    </message>
    <message>
        <source>reference default</source>
        <translation>valore di riferimento</translation>
    </message>
    <message>
        <source>Not used: a file of the unit&apos;s folder</source>
        <translation>Non usato: un file della cartella del centro</translation>
    </message>
    <message>
        <source>{visit} (optional)</source>
        <translation>{visit} (facoltativa)</translation>
    </message>
    <message>
        <source>start of mobilisation</source>
        <translation>inizio della mobilizzazione</translation>
    </message>
    <message>
        <source>Day 0</source>
        <translation>giorno 0</translation>
    </message>
    <message>
        <source>discharge</source>
        <translation>dimissione</translation>
    </message>
    <message>
        <source>{} days</source>
        <translation>{} giorni</translation>
    </message>
    <message>
        <source>{} weeks</source>
        <translation>{} settimane</translation>
    </message>
    <message>
        <source>{} months</source>
        <translation>{} mesi</translation>
    </message>
    <message>
        <source>{} years</source>
        <translation>{} anni</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 giorno</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 settimana</translation>
    </message>
    <message>
        <source>1 month</source>
        <translation>1 mese</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 anno</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>ogni giorno</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>ogni settimana</translation>
    </message>
    <message>
        <source>every month</source>
        <translation>ogni mese</translation>
    </message>
    <message>
        <source>every year</source>
        <translation>ogni anno</translation>
    </message>
    <message>
        <source>every {}</source>
        <translation>ogni {}</translation>
    </message>
    <message>
        <source>{every}, for life</source>
        <translation>{every}, per tutta la vita</translation>
    </message>
    <message>
        <source>{every}, until {until} after Day 0</source>
        <translation>{every}, fino a {until} dopo il giorno 0</translation>
    </message>
    <message>
        <source>{every}, for {until}</source>
        <translation>{every}, per {until}</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Sezioni</translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>{place}, {n} late</source>
        <translation>{place}, {n} in ritardo</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>The entry stays in the file, struck out with your name and this reason.</source>
        <translation>La voce resta nel file, annullata con il Suo nome e questo motivo.</translation>
    </message>
</context>
<context>
    <name>RecordSheet</name>
    <message>
        <source>draft kept {}</source>
        <translation>bozza conservata alle {}</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Salva comunque</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
</context>
<context>
    <name>RegistrationPage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Transplant</source>
        <translation>Trapianto</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Keep draft</source>
        <translation>Tieni bozza</translation>
    </message>
    <message>
        <source>Discard draft</source>
        <translation>Elimina bozza</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Avanti</translation>
    </message>
    <message>
        <source>Edit patient</source>
        <translation>Modifica paziente</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>nothing is saved before the last step</source>
        <translation>nulla viene salvato prima dell’ultimo passo</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fatto</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>Without Day 0 no visit can be planned yet.</source>
        <translation>Senza il Giorno 0 non si può ancora programmare alcuna visita.</translation>
    </message>
    <message>
        <source>({} y)</source>
        <translation>({} anni)</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocollo</translation>
    </message>
    <message>
        <source>Day 0</source>
        <translation>Giorno 0</translation>
    </message>
    <message>
        <source>Mobilisation</source>
        <translation>Mobilizzazione</translation>
    </message>
    <message>
        <source>Regimen</source>
        <translation>Regime</translation>
    </message>
    <message>
        <source>Neurologist</source>
        <translation>Neurologo</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Consenso</translation>
    </message>
    <message>
        <source>record {0}, registry {1}</source>
        <translation>cartella {0}, registro {1}</translation>
    </message>
    <message>
        <source>1 field to complete</source>
        <translation>1 campo da completare</translation>
    </message>
    <message>
        <source>{} fields to complete</source>
        <translation>{} campi da completare</translation>
    </message>
    <message>
        <source>draft kept {}</source>
        <translation>bozza conservata alle {}</translation>
    </message>
</context>
<context>
    <name>ScheduleStep</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>What, or why</source>
        <translation>Che cosa, o perché</translation>
    </message>
    <message>
        <source>Planned schedule</source>
        <translation>Calendario previsto</translation>
    </message>
    <message>
        <source>Planned later, when their day is known</source>
        <translation>Da programmare quando se ne conoscerà il giorno</translation>
    </message>
    <message>
        <source>Before Day 0</source>
        <translation>Prima del Giorno 0</translation>
    </message>
    <message>
        <source>Day 0 to Day +100</source>
        <translation>Dal Giorno 0 al Giorno +100</translation>
    </message>
    <message>
        <source>Long-term; every year for life, two planned ahead</source>
        <translation>A lungo termine; ogni anno per tutta la vita, due sempre programmate</translation>
    </message>
    <message>
        <source>{} dates</source>
        <translation>{} date</translation>
    </message>
    <message>
        <source>{} left out</source>
        <translation>{} escluse</translation>
    </message>
    <message>
        <source>{} closed before today</source>
        <translation>{} chiuse prima di oggi</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fissa</translation>
    </message>
    <message>
        <source>falls on a {}</source>
        <translation>cade di {}</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <source>Find patient, action or help</source>
        <translation>Cerca paziente, azione o aiuto</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Nobody is found by these words: choose from the list, or add.</source>
        <translation>Nessuno corrisponde a queste parole: scegliere dall’elenco o aggiungere.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>This window</source>
        <translation>Questa finestra</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>come il sistema</translation>
    </message>
    <message>
        <source>light</source>
        <translation>chiari</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>scuri</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colori</translation>
    </message>
    <message>
        <source>Show keys in buttons</source>
        <translation>Mostra i tasti nei pulsanti</translation>
    </message>
    <message>
        <source>Use the system&apos;s font</source>
        <translation>Usa il carattere del sistema</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Centro</translation>
    </message>
    <message>
        <source>stands on every print</source>
        <translation>compare su ogni stampa</translation>
    </message>
    <message>
        <source>Name of the unit</source>
        <translation>Nome del centro</translation>
    </message>
    <message>
        <source>Save name</source>
        <translation>Salva il nome</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Personale</translation>
    </message>
    <message>
        <source>whoever works is named at each entry</source>
        <translation>chi lavora compare in ogni registrazione</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Aggiungi</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifica…</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Percorsi</translation>
    </message>
    <message>
        <source>Data file</source>
        <translation>File dei dati</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
    <message>
        <source>Prints</source>
        <translation>Stampe</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>Unit&apos;s own protocols</source>
        <translation>Protocolli del centro</translation>
    </message>
    <message>
        <source>{person} · no longer works here</source>
        <translation>{person} · non lavora più qui</translation>
    </message>
    <message>
        <source>no file open</source>
        <translation>nessun file aperto</translation>
    </message>
    <message>
        <source>none: the shipped ones are used</source>
        <translation>nessuno: si usano quelli forniti</translation>
    </message>
    <message>
        <source>Folder for prints</source>
        <translation>Cartella delle stampe</translation>
    </message>
    <message>
        <source>Folder with the unit&apos;s own protocols</source>
        <translation>Cartella con i protocolli del centro</translation>
    </message>
</context>
<context>
    <name>SideSheet</name>
    <message>
        <source>Keep draft</source>
        <translation>Tieni bozza</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Close, keep the draft</source>
        <translation>Chiudi e tieni la bozza</translation>
    </message>
    <message>
        <source>1 field to complete</source>
        <translation>1 campo da completare</translation>
    </message>
    <message>
        <source>{} fields to complete</source>
        <translation>{} campi da completare</translation>
    </message>
</context>
<context>
    <name>StaffDialog</name>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Member of staff</source>
        <translation>Membro del personale</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>&amp;Ruolo</translation>
    </message>
    <message>
        <source>&amp;Works here now</source>
        <translation>&amp;Lavora qui attualmente</translation>
    </message>
    <message>
        <source>Whoever no longer works here keeps their entries and cannot be chosen any more.</source>
        <translation>Chi non lavora più qui conserva le proprie registrazioni e non può più essere scelto.</translation>
    </message>
</context>
<context>
    <name>StateForm</name>
    <message>
        <source>What happened</source>
        <translation>Che cosa è accaduto</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
</context>
<context>
    <name>StateSheet</name>
    <message>
        <source>Change of state</source>
        <translation>Cambio di stato</translation>
    </message>
    <message>
        <source>Take back a change of state</source>
        <translation>Annulla un cambio di stato</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
    <message>
        <source>To which unit</source>
        <translation>A quale centro</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>Tentativi fatti</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Destinazione</translation>
    </message>
    <message>
        <source>The patient leaves every due list</source>
        <translation>Il paziente esce da tutti gli elenchi</translation>
    </message>
    <message>
        <source>Open visits no longer count as due. This can be taken back here.</source>
        <translation>Le visite aperte non contano più come dovute. Si può annullare da qui.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>No file open</source>
        <translation>Nessun file aperto</translation>
    </message>
</context>
<context>
    <name>StopForm</name>
    <message>
        <source>Last day given</source>
        <translation>Ultimo giorno di somministrazione</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
</context>
<context>
    <name>StopSheet</name>
    <message>
        <source>Stop therapy</source>
        <translation>Sospendi terapia</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
</context>
<context>
    <name>SupportiveTherapyForm</name>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>mg, g, IU, mg/kg, packs</source>
        <translation>mg, g, UI, mg/kg, unità</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità di misura</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Via</translation>
    </message>
    <message>
        <source>twice a day, 3 times a week</source>
        <translation>due volte al giorno, 3 volte a settimana</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>Frequenza</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inizio</translation>
    </message>
    <message>
        <source>A day; or choose the rule, which proposes its earliest day</source>
        <translation>Un giorno; oppure scegliere la regola, che ne propone il primo possibile</translation>
    </message>
    <message>
        <source>Planned stop</source>
        <translation>Sospensione prevista</translation>
    </message>
    <message>
        <source>Rule for stopping</source>
        <translation>Regola di sospensione</translation>
    </message>
    <message>
        <source>Stopped on</source>
        <translation>Sospesa il</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>TherapySheet</name>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>Revise therapy</source>
        <translation>Modifica terapia</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>still given</source>
        <translation>ancora in corso</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
    <message>
        <source>not in the catalogue: taken as written</source>
        <translation>non è nel catalogo: si registra come scritto</translation>
    </message>
    <message>
        <source>no rule</source>
        <translation>nessuna regola</translation>
    </message>
    <message>
        <source>Usual, for the prescriber to decide: {}</source>
        <translation>Abituale, decide il prescrittore: {}</translation>
    </message>
    <message>
        <source>The rule has no date of its own; enter one or leave it open.</source>
        <translation>La regola non indica una data; inserirla o lasciarla aperta.</translation>
    </message>
</context>
<context>
    <name>TherapyTab</name>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inizio</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Andamento</translation>
    </message>
    <message>
        <source>Planned stop</source>
        <translation>Sospensione prevista</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Sospesa</translation>
    </message>
    <message>
        <source>Rule, or reason for stopping</source>
        <translation>Regola, o motivo della sospensione</translation>
    </message>
    <message>
        <source>Therapies</source>
        <translation>Terapie</translation>
    </message>
    <message>
        <source>No therapy has been recorded for this patient.</source>
        <translation>Nessuna terapia registrata per questo paziente.</translation>
    </message>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>Revise</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Sospendi</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Take back a therapy</source>
        <translation>Annulla una terapia</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>In corso</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Previste</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>planned stop has come</source>
        <translation>sospensione prevista raggiunta</translation>
    </message>
    <message>
        <source>since {}</source>
        <translation>dal {}</translation>
    </message>
    <message>
        <source>Interrupted {}</source>
        <translation>Interrotta {}</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Visit or task</source>
        <translation>Visita o compito</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Why it is here</source>
        <translation>Perché è qui</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Opening the file …</source>
        <translation>Apertura del file…</translation>
    </message>
    <message>
        <source>New file…</source>
        <translation>Nuovo file…</translation>
    </message>
    <message>
        <source>All lists</source>
        <translation>Tutte le liste</translation>
    </message>
    <message>
        <source>Nobody is late or due, and nothing is to stop. The next visits are in Patients.</source>
        <translation>Nessuno è in ritardo o atteso e nulla è da sospendere. Le prossime visite sono in Pazienti.</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>No file is open: make one for your unit, or open the one you have.</source>
        <translation>Nessun file aperto: crearne uno per il proprio centro o aprire quello esistente.</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Apri file…</translation>
    </message>
    <message>
        <source>No patient is registered yet.</source>
        <translation>Nessun paziente è ancora registrato.</translation>
    </message>
    <message>
        <source>Nobody is late.</source>
        <translation>Nessuno è in ritardo.</translation>
    </message>
    <message>
        <source>Nobody is due today.</source>
        <translation>Nessuno è atteso oggi.</translation>
    </message>
    <message>
        <source>Nobody is expected in the next seven days.</source>
        <translation>Nessuno è atteso nei prossimi sette giorni.</translation>
    </message>
    <message>
        <source>No therapy has reached its planned stop.</source>
        <translation>Nessuna terapia ha raggiunto la sospensione prevista.</translation>
    </message>
    <message>
        <source>Every followed patient has a next visit.</source>
        <translation>Ogni paziente seguito ha una prossima visita.</translation>
    </message>
    <message>
        <source>Show all lists</source>
        <translation>Mostra tutte le liste</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Print list</source>
        <translation>Stampa lista</translation>
    </message>
</context>
<context>
    <name>ToxicityTab</name>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aperte</translation>
    </message>
    <message>
        <source>Grade ≥3</source>
        <translation>Grado ≥3</translation>
    </message>
    <message>
        <source>Which toxicities</source>
        <translation>Quali tossicità</translation>
    </message>
    <message>
        <source>Term, worst grade</source>
        <translation>Termine, grado peggiore</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Decorso</translation>
    </message>
    <message>
        <source>Onset</source>
        <translation>Insorgenza</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durata</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>Attribuzione</translation>
    </message>
    <message>
        <source>Toxicities</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Worst grade by phase</source>
        <translation>Grado peggiore per fase</translation>
    </message>
    <message>
        <source>Before Day 0</source>
        <translation>Prima del Giorno 0</translation>
    </message>
    <message>
        <source>Day 0 to +30</source>
        <translation>Giorno 0 – +30</translation>
    </message>
    <message>
        <source>To Day +100</source>
        <translation>Fino a +100</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Oltre</translation>
    </message>
    <message>
        <source>No toxicity has been recorded for this patient.</source>
        <translation>Nessuna tossicità registrata per questo paziente.</translation>
    </message>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Take back a toxicity</source>
        <translation>Annulla una tossicità</translation>
    </message>
    <message>
        <source>CTCAE v{}</source>
        <translation>CTCAE v{}</translation>
    </message>
    <message>
        <source>, serious</source>
        <translation>, seria</translation>
    </message>
    <message>
        <source>{} d</source>
        <translation>{} g</translation>
    </message>
</context>
<context>
    <name>TransplantForm</name>
    <message>
        <source>A transplant is planned or was done</source>
        <translation>Un trapianto è previsto o è stato eseguito</translation>
    </message>
    <message>
        <source>Follow-up protocol</source>
        <translation>Protocollo di follow-up</translation>
    </message>
    <message>
        <source>The first infusion of cells; planned or done</source>
        <translation>La prima infusione di cellule; prevista o eseguita</translation>
    </message>
    <message>
        <source>Day 0</source>
        <translation>Giorno 0</translation>
    </message>
    <message>
        <source>Mobilisation starts</source>
        <translation>Inizio mobilizzazione</translation>
    </message>
    <message>
        <source>Mobilisation regimen</source>
        <translation>Regime di mobilizzazione</translation>
    </message>
    <message>
        <source>Conditioning regimen</source>
        <translation>Regime di condizionamento</translation>
    </message>
    <message>
        <source>CD34+ dose</source>
        <translation>Dose di CD34+</translation>
    </message>
    <message>
        <source>10⁶/kg</source>
        <translation>10⁶/kg</translation>
    </message>
    <message>
        <source>Graft manipulation</source>
        <translation>Manipolazione delle cellule</translation>
    </message>
</context>
<context>
    <name>TransplantStep</name>
    <message>
        <source>advised against</source>
        <translation>sconsigliato</translation>
    </message>
    <message>
        <source>{}. Shown for reading; the program computes no dose.</source>
        <translation>{}. Mostrato per lettura; il programma non calcola alcuna dose.</translation>
    </message>
</context>
<context>
    <name>VisitForm</name>
    <message>
        <source>t today, -1 yesterday, 12/3, d+100</source>
        <translation>o oggi, -1 ieri, 12/3, g+100</translation>
    </message>
    <message>
        <source>Date of visit</source>
        <translation>Data della visita</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>Visita di</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temp.</translation>
    </message>
    <message>
        <source>°C</source>
        <translation>°C</translation>
    </message>
    <message>
        <source>Systolic/diastolic, such as 118/74</source>
        <translation>Sistolica/diastolica, ad esempio 118/74</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>Pressione</translation>
    </message>
    <message>
        <source>mmHg</source>
        <translation>mmHg</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>Polso</translation>
    </message>
    <message>
        <source>/min</source>
        <translation>/min</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>SpO₂</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>kg</source>
        <translation>kg</translation>
    </message>
    <message>
        <source>Karnofsky index, 0 to 100 in steps of 10</source>
        <translation>Indice di Karnofsky, da 0 a 100 a passi di 10</translation>
    </message>
    <message>
        <source>Karnofsky</source>
        <translation>Karnofsky</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>VisitSheet</name>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
    <message>
        <source>Revise visit</source>
        <translation>Modifica visita</translation>
    </message>
    <message>
        <source>Outside the window {}; saved and marked so.</source>
        <translation>Fuori dalla finestra {}; si salva e si segnala.</translation>
    </message>
</context>
<context>
    <name>VisitsTab</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Data prevista</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Today ± 5 weeks</source>
        <translation>Oggi ± 5 settimane</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Prenotata</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Eseguita</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>Valutazioni</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>No visit is planned: the patient has no transplant course yet.</source>
        <translation>Nessuna visita in programma: il paziente non ha ancora un trapianto.</translation>
    </message>
    <message>
        <source>Enter the transplant</source>
        <translation>Inserisci il trapianto</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Prenota</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Mancata</translation>
    </message>
    <message>
        <source>Cancel visit</source>
        <translation>Disdici visita</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Riapri</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Take back the record of a visit</source>
        <translation>Annulla la registrazione di una visita</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>Da fare</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Chiuse</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fissa</translation>
    </message>
    <message>
        <source>{} done</source>
        <translation>{} eseguite</translation>
    </message>
    <message>
        <source>{} elsewhere</source>
        <translation>{} altrove</translation>
    </message>
    <message>
        <source>{} not done</source>
        <translation>{} non eseguite</translation>
    </message>
    <message>
        <source>outside the window</source>
        <translation>fuori finestra</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>facoltativa</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>altrove</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Apri registrazione</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Sposta</translation>
    </message>
</context>
<context>
    <name>WhoButton</name>
    <message>
        <source>Who is working?</source>
        <translation>Chi lavora?</translation>
    </message>
    <message>
        <source>Working: {}</source>
        <translation>Al lavoro: {}</translation>
    </message>
    <message>
        <source>Change who is working (Ctrl+Shift+U)</source>
        <translation>Cambia chi lavora (Ctrl+Maiusc+U)</translation>
    </message>
</context>
<context>
    <name>WhoMenu</name>
    <message>
        <source>&amp;Add member of staff…</source>
        <translation>&amp;Aggiungi un membro del personale…</translation>
    </message>
</context>
<context>
    <name>WindowMenu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Paziente</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Vai a</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Aspetto</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;iuto</translation>
    </message>
</context>
<context>
    <name>_Foot</name>
    <message>
        <source>choose</source>
        <translation>scegli</translation>
    </message>
    <message>
        <source>open</source>
        <translation>apri</translation>
    </message>
    <message>
        <source>next group</source>
        <translation>gruppo seguente</translation>
    </message>
    <message>
        <source>close</source>
        <translation>chiudi</translation>
    </message>
    <message>
        <source>all keys</source>
        <translation>tutti i tasti</translation>
    </message>
</context>
</TS>
